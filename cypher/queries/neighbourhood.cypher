// name: neighbourhood
// What lies within two causal steps of an entity, in either direction, with its kind and the entities between.
// param entities: entities = pCREB -- any name; a gene stands for all its forms
// param view: text = guide -- guide, or expanded to add the background
MATCH (e:Entity) WHERE e.id IN $entities
CALL (e) {
  MATCH (e)-[r]-(near:Entity)
  WHERE r.sign IS NOT NULL AND (r.view = 'guide' OR $view = 'expanded')
  RETURN near AS found, 1 AS steps, null AS between
  UNION
  MATCH (e)-[r]-(middle:Entity)-[s]-(far:Entity)
  WHERE r.sign IS NOT NULL AND (r.view = 'guide' OR $view = 'expanded')
    AND s.sign IS NOT NULL AND (s.view = 'guide' OR $view = 'expanded') AND middle.id <> e.id
  RETURN far AS found, 2 AS steps, middle.name AS between
}
WITH found, steps, between
WHERE NOT found.id IN $entities
WITH found, min(steps) AS steps, collect(DISTINCT CASE WHEN steps = 2 THEN between END) AS all_between
UNWIND CASE WHEN size(all_between) = 0 THEN [null] ELSE all_between END AS between
WITH found, steps, between ORDER BY between
WITH found, steps, collect(between) AS between
RETURN steps, found.kind AS kind, found.id AS id, found.name AS name,
       CASE WHEN steps = 1 THEN [] ELSE between END AS between
ORDER BY steps, kind, id
