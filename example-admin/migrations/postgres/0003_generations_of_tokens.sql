-- Which generations of a session's tokens were seen, for the detection of stolen ones: a token that was
-- issued before `settled` has been superseded, and 0 supersedes nothing. After the start of a session they
-- are written only where the detection is switched on.
ALTER TABLE sessions ADD COLUMN settled            BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN pending_issued_at  BIGINT;
ALTER TABLE sessions ADD COLUMN pending_first_seen BIGINT;
ALTER TABLE sessions ADD COLUMN newest_issued_at   BIGINT;
ALTER TABLE sessions ADD COLUMN newest_first_seen  BIGINT;
