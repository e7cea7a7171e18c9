#include "CatalogData.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char data_2024_8[] = {
#embed "2024.8.jsonl"
};
const unsigned char *catalog_2024_8(void) { return data_2024_8; }
size_t catalog_2024_8_size(void) { return sizeof data_2024_8; }

static const unsigned char data_2026_5[] = {
#embed "2026.5.jsonl"
};
const unsigned char *catalog_2026_5(void) { return data_2026_5; }
size_t catalog_2026_5_size(void) { return sizeof data_2026_5; }

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
