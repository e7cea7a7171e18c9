#ifndef FLOWFORM_CATALOG_DATA_H
#define FLOWFORM_CATALOG_DATA_H

#include <stddef.h>

/// The rows of one authentik version, as JSON lines. See `Catalog/EmbeddedCatalog.swift`.
const unsigned char *catalog_2024_8(void);
size_t catalog_2024_8_size(void);
const unsigned char *catalog_corrections(void);
size_t catalog_corrections_size(void);
const unsigned char *catalog_2026_5(void);
size_t catalog_2026_5_size(void);

/// What the embedded server answers and no catalog says, as JSON lines. See `Sandbox/Rows/KindFacts.swift`.
const unsigned char *catalog_sandbox(void);
size_t catalog_sandbox_size(void);

#endif
