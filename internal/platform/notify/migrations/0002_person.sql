-- A notice for one person, at whatever organisation; party and role are empty.
ALTER TABLE notify_notice ADD COLUMN person_id TEXT NOT NULL DEFAULT '';
CREATE INDEX notify_notice_person ON notify_notice (person_id, id) WHERE person_id <> '';
