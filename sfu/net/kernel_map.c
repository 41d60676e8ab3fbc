/* Maps from three numbers to a pointer: open addressing, linear probing, removal by moving back.
 *
 * The rule: at most half full, so that a search is short; what is not there is an entry without a value.
 */
#include "kernel_inside.h"

#include <stdlib.h>

static size_t place(const map_t *m, uint64_t a, uint64_t b, uint64_t c) {
  uint64_t h = a * 0x9E3779B97F4A7C15u ^ (b + 0x632BE59BD9B4E019u) * 0xC2B2AE3D27D4EB4Fu ^ c * 0x165667B19E3779F9u;
  h ^= h >> 32, h *= 0xD6E8FEB86659FD93u, h ^= h >> 32;
  return (size_t)h & (m->size - 1);
}

entry_t *map_find(const map_t *m, uint64_t a, uint64_t b, uint64_t c) {
  size_t i = place(m, a, b, c);
  while (m->entries[i].value && (m->entries[i].a != a || m->entries[i].b != b || m->entries[i].c != c))
    i = (i + 1) & (m->size - 1);
  return m->entries + i;
}

int map_new(map_t *m, size_t size) {
  m->entries = calloc(size, sizeof *m->entries);
  m->size = size, m->used = 0;
  return m->entries != NULL;
}

int map_put(map_t *m, uint64_t a, uint64_t b, uint64_t c, void *value) {
  if (2 * (m->used + 1) > m->size) {
    map_t grown;
    if (!map_new(&grown, m->size * 2))
      return 0;
    for (size_t i = 0; i < m->size; i++)
      if (m->entries[i].value)
        *map_find(&grown, m->entries[i].a, m->entries[i].b, m->entries[i].c) = m->entries[i];
    grown.used = m->used;
    free(m->entries);
    *m = grown;
  }
  entry_t *e = map_find(m, a, b, c);
  m->used += !e->value;
  *e = (entry_t){a, b, c, value};
  return 1;
}

void map_remove(map_t *m, entry_t *e) {
  if (!e->value)
    return;
  size_t hole = (size_t)(e - m->entries), i = hole, mask = m->size - 1;
  m->used--;
  for (;;) {
    m->entries[hole].value = NULL;
    do {
      i = (i + 1) & mask;
      if (!m->entries[i].value)
        return;
    } while (((i - place(m, m->entries[i].a, m->entries[i].b, m->entries[i].c)) & mask) < ((i - hole) & mask));
    m->entries[hole] = m->entries[i];
    hole = i;
  }
}
