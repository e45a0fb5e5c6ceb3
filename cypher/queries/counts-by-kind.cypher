// name: counts-by-kind
// How many entities of each kind, of the guide and of the background.
MATCH (e:Entity)
RETURN e.kind AS kind, count(*) AS entities, sum(CASE WHEN e.view = 'guide' THEN 1 ELSE 0 END) AS guide,
       sum(CASE WHEN e.view = 'background' THEN 1 ELSE 0 END) AS background
ORDER BY kind
