// name: clustering
// How many of an entity's neighbours are neighbours of each other: the local clustering coefficient, causal edges
// taken without direction.
// param limit: integer = 20 -- how many
// param view: text = guide -- guide, or expanded to add the background
MATCH (e:Entity)-[r]-(near:Entity)
WHERE r.sign IS NOT NULL AND near.id <> e.id AND (r.view = 'guide' OR $view = 'expanded')
WITH e, collect(DISTINCT near.id) AS around
WITH e, around, size(around) AS neighbours
WHERE neighbours > 1
OPTIONAL MATCH (one:Entity)-[link]-(other:Entity)
WHERE one.id IN around AND other.id IN around AND one.id < other.id
  AND link.sign IS NOT NULL AND (link.view = 'guide' OR $view = 'expanded')
WITH e, neighbours, one.id AS one, other.id AS other, count(link) AS links
WITH e, neighbours, sum(CASE WHEN links > 0 THEN 1 ELSE 0 END) AS triangles
RETURN e.id AS id, e.name AS name, neighbours, triangles,
       2.0 * triangles / (neighbours * (neighbours - 1)) AS clustering
ORDER BY clustering DESC, neighbours DESC, id
LIMIT $limit
