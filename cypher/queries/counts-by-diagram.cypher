// name: counts-by-diagram
// How many nodes each diagram shows and how many edges run in it, of the guide and of the background.
MATCH (d:Diagram)-[shows:SHOWS]->()
WITH d, count(*) AS nodes, sum(CASE WHEN shows.view = 'guide' THEN 1 ELSE 0 END) AS guide_nodes
OPTIONAL MATCH (:Entity)-[r]->(:Entity) WHERE d.id IN r.cascades
RETURN d.id AS id, d.key AS key, d.title AS title, nodes, guide_nodes, count(r) AS edges,
       sum(CASE WHEN r.view = 'guide' THEN 1 ELSE 0 END) AS guide_edges
ORDER BY id
