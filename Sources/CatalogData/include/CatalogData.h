#ifndef FLOWFORM_CATALOG_DATA_H
#define FLOWFORM_CATALOG_DATA_H

#include <stddef.h>

/// The rows of every embedded version of authentik, as JSON lines. See `Catalog/CatalogHistory.swift`.
const unsigned char *catalog_kinds(void);
size_t catalog_kinds_size(void);

/// What OpenAPI does not state, as JSON lines. See `Catalog/Corrections.swift`.
const unsigned char *catalog_corrections(void);
size_t catalog_corrections_size(void);

/// What the embedded server answers and no catalog says, as JSON lines. See `Sandbox/Rows/KindFacts.swift`.
const unsigned char *catalog_sandbox(void);
size_t catalog_sandbox_size(void);

/// The members of the objects inside of answers, of every version, as JSON lines. See `Catalog/NestedHistory.swift`.
const unsigned char *catalog_nested(void);
size_t catalog_nested_size(void);

/// What each version of authentik changed for blueprints, as JSON lines. See `Upgrading/Changes/VersionChange.swift`.
const unsigned char *catalog_changes(void);
size_t catalog_changes_size(void);

/// The objects that authentik itself creates, as JSON lines. See `Catalog/ShippedObject.swift`.
const unsigned char *catalog_shipped(void);
size_t catalog_shipped_size(void);

#endif
