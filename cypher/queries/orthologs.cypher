// name: orthologs
// Rat and mouse symbols and identifiers of genes and their products.
// param entities: entities = BDNF -- any name
MATCH (e:Entity) WHERE e.id IN $entities AND e.orthologs IS NOT NULL
RETURN e.id AS id, e.name AS name, e.curie AS human, e.rat_symbol AS rat_symbol, e.rat_ids AS rat, e.mouse_symbol AS mouse_symbol,
       e.mouse_ids AS mouse
ORDER BY id
