// name: centrality
// Degree centrality: with what share of all entities that have a causal edge an entity is joined, in and out.
// param limit: integer = 20 -- how many
// param view: text = guide -- guide, or expanded to add the background
MATCH (any:Entity)-[r]-(other:Entity)
WHERE r.sign IS NOT NULL AND other.id <> any.id AND (r.view = 'guide' OR $view = 'expanded')
WITH count(DISTINCT any.id) AS entities
MATCH (e:Entity)-[r]-(near:Entity)
WHERE r.sign IS NOT NULL AND near.id <> e.id AND (r.view = 'guide' OR $view = 'expanded')
WITH entities, e, count(DISTINCT near.id) AS neighbours,
     count(DISTINCT CASE WHEN startNode(r).id = e.id THEN near.id END) AS targets,
     count(DISTINCT CASE WHEN endNode(r).id = e.id THEN near.id END) AS regulators
RETURN e.id AS id, e.name AS name, neighbours, targets, regulators,
       toFloat(neighbours) / (entities - 1) AS centrality
ORDER BY centrality DESC, id
LIMIT $limit
