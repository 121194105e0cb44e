CREATE TABLE "local_calendars" (
	"key" text PRIMARY KEY NOT NULL,
	"division_code" text NOT NULL,
	"version" integer NOT NULL,
	"definition" jsonb NOT NULL,
	"set_at" text NOT NULL,
	"set_by" text NOT NULL
);
--> statement-breakpoint
CREATE INDEX "local_calendars_division" ON "local_calendars" USING btree ("division_code","version");