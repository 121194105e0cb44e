CREATE TABLE "stream_retention" (
	"stream" text PRIMARY KEY NOT NULL,
	"max_age_seconds" integer,
	"max_count" integer
);
