CREATE TABLE "event_head" (
	"singleton" smallint PRIMARY KEY NOT NULL,
	"position" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "events" (
	"position" bigint PRIMARY KEY NOT NULL,
	"stream" text NOT NULL,
	"version" integer NOT NULL,
	"id" uuid NOT NULL,
	"type" text NOT NULL,
	"schema_version" smallint NOT NULL,
	"content_digest" uuid NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"data" text NOT NULL,
	"meta" text NOT NULL,
	CONSTRAINT "events_id" UNIQUE("id"),
	CONSTRAINT "events_stream_version" UNIQUE("stream","version")
);
--> statement-breakpoint
CREATE TABLE "projection_checkpoints" (
	"name" text PRIMARY KEY NOT NULL,
	"position" text NOT NULL
);
