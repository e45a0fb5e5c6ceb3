// name: hubs
// Entities with the most causal edges, in and out.
// param limit: integer = 10 -- how many
// param view: text = guide -- guide, or expanded to add the background
MATCH (e:Entity)-[r]-(:Entity)
WHERE r.sign IS NOT NULL AND (r.view = 'guide' OR $view = 'expanded')
RETURN e.id AS id, e.name AS name, count(r) AS edges,
       sum(CASE WHEN startNode(r).id = e.id THEN 1 ELSE 0 END) AS outgoing,
       sum(CASE WHEN endNode(r).id = e.id THEN 1 ELSE 0 END) AS incoming
ORDER BY edges DESC, id
LIMIT $limit
