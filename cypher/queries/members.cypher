// name: members
// Members of a family, class or complex: those in the network, and those only listed by name.
// param whole: entity = cplx:GRIN -- a family, class or complex
MATCH (whole:Entity {id: $whole})
OPTIONAL MATCH (whole)<-[link:IS_A|PART_OF]-(member:Entity)
WITH whole, link, member ORDER BY member.id
RETURN whole.name AS whole, collect(member.id) AS members_in_network, whole.members AS members_listed
