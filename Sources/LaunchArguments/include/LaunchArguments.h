#pragma once

/// The number of the process's arguments, its name included.
int launch_argument_count(void);

/// One of the process's arguments. The first one is its name.
const char *_Nonnull launch_argument(int position);
