// name: shown-in
// Diagrams that show an entity, in which layer, as the guide's or as background.
// param entities: entities = CREB -- any name
MATCH (e:Entity) WHERE e.id IN $entities
MATCH (e)<-[shows:SHOWS]-(d:Diagram)
RETURN e.id AS id, d.id AS diagram, d.title AS title, shows.layer AS layer, shows.view AS view
ORDER BY id, diagram
