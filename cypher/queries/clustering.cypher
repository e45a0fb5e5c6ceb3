// name: clustering
// How many of an entity's neighbours are neighbours of each other: the local clustering coefficient, causal edges
// taken without direction.
// param limit: integer = 20 -- how many
// param view: text = guide -- guide, or expanded to add the background
MATCH (e:Entity)-[r]-(near:Entity)
WHERE r.sign IS NOT NULL AND near.id <> e.id AND (r.view = 'guide' OR $view = 'expanded')
WITH e.id AS id, collect(DISTINCT near.id) AS around
UNWIND around AS near
WITH near AS id, collect({id: id, neighbours: size(around)}) AS around
// each triangle is looked for at the corner with the fewest neighbours: at hubs there are too many pairs
WITH id, [near IN around WHERE near.neighbours > size(around)
                            OR (near.neighbours = size(around) AND near.id > id) | near.id] AS busier
UNWIND busier AS one
UNWIND [near IN busier WHERE near > one] + [id] AS other
WITH CASE WHEN one < other THEN [one, other] ELSE [other, one] END AS pair,
     CASE WHEN other = id THEN null ELSE id END AS corner
WITH pair, collect(corner) AS corners, count(*) AS times
WHERE times > size(corners) // the two are neighbours themselves
UNWIND [one IN pair | {id: one, neighbours: 1, triangles: size(corners)}] +
       [corner IN corners | {id: corner, neighbours: 0, triangles: 1}] AS part
WITH part.id AS id, sum(part.neighbours) AS neighbours, sum(part.triangles) AS triangles
WHERE neighbours > 1
MATCH (e:Entity {id: id})
RETURN e.id AS id, e.name AS name, neighbours, triangles,
       2.0 * triangles / (neighbours * (neighbours - 1)) AS clustering
ORDER BY clustering DESC, neighbours DESC, id
LIMIT $limit
