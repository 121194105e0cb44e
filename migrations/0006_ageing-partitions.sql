-- The log in two parts: permanent streams, and ageing ones in partitions by position, which are archived and dropped whole.
ALTER TABLE "event_head" ADD COLUMN "recorded_until" timestamp with time zone DEFAULT '-infinity' NOT NULL;--> statement-breakpoint
UPDATE "event_head" SET "recorded_until" = coalesce((SELECT max("recorded_at") FROM "events"), '-infinity');--> statement-breakpoint
ALTER TABLE "events" RENAME TO "events_before";--> statement-breakpoint
ALTER TABLE "events_before" RENAME CONSTRAINT "events_id" TO "events_before_id";--> statement-breakpoint
ALTER TABLE "events_before" RENAME CONSTRAINT "events_stream_version" TO "events_before_stream_version";--> statement-breakpoint
CREATE TABLE "events" (
	"position" bigint NOT NULL,
	"stream" text NOT NULL,
	"version" integer NOT NULL,
	"id" uuid NOT NULL,
	"type" text NOT NULL,
	"schema_version" smallint NOT NULL,
	"content_digest" uuid NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"data" text NOT NULL,
	"meta" text NOT NULL,
	"ageing" boolean DEFAULT false NOT NULL
) PARTITION BY LIST ("ageing");--> statement-breakpoint
CREATE TABLE "events_permanent" PARTITION OF "events" (
	CONSTRAINT "events_permanent_position" PRIMARY KEY ("position"),
	CONSTRAINT "events_permanent_id" UNIQUE ("id"),
	CONSTRAINT "events_permanent_stream_version" UNIQUE ("stream", "version")
) FOR VALUES IN (false);--> statement-breakpoint
CREATE TABLE "events_ageing" PARTITION OF "events" FOR VALUES IN (true) PARTITION BY RANGE ("position");--> statement-breakpoint
CREATE TABLE "event_partitions" (
	"first_position" bigint PRIMARY KEY NOT NULL,
	"last_position" bigint NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"versions_kept" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "early_event_ids" (
	"id" uuid PRIMARY KEY NOT NULL,
	"position" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stream_versions" (
	"stream" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "log_archives" (
	"first_position" bigint PRIMARY KEY NOT NULL,
	"last_position" bigint NOT NULL,
	"events" integer NOT NULL,
	"sha256" text NOT NULL,
	"state" text NOT NULL,
	"archived_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "carried_log" (
	"singleton" smallint PRIMARY KEY NOT NULL,
	"through" bigint NOT NULL
);
--> statement-breakpoint
INSERT INTO "carried_log" ("singleton", "through") VALUES (1, 0);--> statement-breakpoint
ALTER TABLE "projection_checkpoints" ADD COLUMN "carried_through" text;--> statement-breakpoint
DO $$
DECLARE
	head bigint := (SELECT "position" FROM "event_head");
BEGIN
	IF head > 0 THEN
		EXECUTE format('CREATE TABLE "events_ageing_1" PARTITION OF "events_ageing" (
			CONSTRAINT "events_ageing_1_position" PRIMARY KEY ("position"),
			CONSTRAINT "events_ageing_1_id" UNIQUE ("id"),
			CONSTRAINT "events_ageing_1_stream_version" UNIQUE ("stream", "version")) FOR VALUES FROM (1) TO (%s)', head + 1);
		INSERT INTO "event_partitions" ("first_position", "last_position", "created_at")
			SELECT 1, head, min("recorded_at") FROM "events_before";
		INSERT INTO "events"
			SELECT *, "stream" LIKE 'reading-%' OR "stream" LIKE 'detection-%' OR "stream" LIKE 'rejected-%' FROM "events_before";
	END IF;
END $$;--> statement-breakpoint
INSERT INTO "early_event_ids"
	SELECT "id", "position" FROM "events", LATERAL (
		SELECT ('x' || left(replace("id"::text, '-', ''), 12))::bit(48)::bigint AS "time") AS "told"
	WHERE "ageing" AND "time" > extract(epoch FROM "recorded_at") * 1000 + 600000 AND "time" < 5680281600000;--> statement-breakpoint
DROP TABLE "events_before";
