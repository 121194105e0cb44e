CREATE TABLE "device_families" (
	"family" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"published_at" text NOT NULL,
	"published_by" text NOT NULL,
	"definition" jsonb NOT NULL
);
