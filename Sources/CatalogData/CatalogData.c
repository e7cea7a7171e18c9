#include "CatalogData.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char data_kinds[] = {
#embed "kinds.jsonl"
};
const unsigned char *catalog_kinds(void) { return data_kinds; }
size_t catalog_kinds_size(void) { return sizeof data_kinds; }

static const unsigned char data_corrections[] = {
#embed "corrections.jsonl"
};
const unsigned char *catalog_corrections(void) { return data_corrections; }
size_t catalog_corrections_size(void) { return sizeof data_corrections; }

static const unsigned char data_sandbox[] = {
#embed "sandbox.jsonl"
};
const unsigned char *catalog_sandbox(void) { return data_sandbox; }
size_t catalog_sandbox_size(void) { return sizeof data_sandbox; }

static const unsigned char data_nested[] = {
#embed "nested.jsonl"
};
const unsigned char *catalog_nested(void) { return data_nested; }
size_t catalog_nested_size(void) { return sizeof data_nested; }

static const unsigned char data_changes[] = {
#embed "changes.jsonl"
};
const unsigned char *catalog_changes(void) { return data_changes; }
size_t catalog_changes_size(void) { return sizeof data_changes; }

static const unsigned char data_shipped[] = {
#embed "shipped.jsonl"
};
const unsigned char *catalog_shipped(void) { return data_shipped; }
size_t catalog_shipped_size(void) { return sizeof data_shipped; }
