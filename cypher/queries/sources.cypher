// name: sources
// The data sets in the store.
MATCH (s:Source)
RETURN s.id AS id, s.title AS title, s.version AS version, s.citation AS citation, s.note AS note
ORDER BY id
