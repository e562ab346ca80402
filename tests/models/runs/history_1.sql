CREATE TABLE runs (id TEXT PRIMARY KEY, started INTEGER NOT NULL, done INTEGER NOT NULL, state TEXT NOT NULL);
CREATE INDEX runs_by_start ON runs (started);
CREATE TABLE events (run TEXT NOT NULL, uid TEXT NOT NULL, type TEXT, reason TEXT, message TEXT, source TEXT, object TEXT, count INTEGER, first INTEGER, last INTEGER, PRIMARY KEY (run, uid));
CREATE TABLE logs (run TEXT NOT NULL, container TEXT NOT NULL, length INTEGER NOT NULL, resume_time TEXT NOT NULL, window BLOB NOT NULL, PRIMARY KEY (run, container));
PRAGMA user_version=1;
