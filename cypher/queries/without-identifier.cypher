// name: without-identifier
// Entities without an identifier of their own, and the nearest ones listed for them.
// param kind: text = any -- a kind of entity, or any
MATCH (e:Entity) WHERE e.curie IS NULL AND ($kind = 'any' OR e.kind = $kind)
RETURN e.kind AS kind, e.id AS id, e.name AS name, e.xrefs AS near
ORDER BY kind, id
