#pragma once

#ifdef __cplusplus
extern "C" {
#endif

/// The commit that was checked out at the build, in hexadecimal digits; empty where that is not known.
const char *_Nonnull build_commit(void);

#ifdef __cplusplus
}
#endif
