// name: one-citation-both-signs
// Reference numbers that are cited for opposite signs of one subject on one object.
// param source: text = imipramine -- data set
MATCH (entry:Reference {source: $source})<-[:CITES]-(up:Claim), (entry)<-[:CITES]-(down:Claim)
WHERE up.sign = 1 AND down.sign = -1 AND up.subject = down.subject AND up.object = down.object
RETURN entry.number AS number, entry.text AS entry, up.subject AS subject, up.object AS object,
       up.id AS raised_by_claim, down.id AS lowered_by_claim
ORDER BY number, raised_by_claim, lowered_by_claim
