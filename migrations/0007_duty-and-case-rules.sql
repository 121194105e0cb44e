CREATE TABLE "case_rules" (
	"rules_id" text NOT NULL,
	"version" integer NOT NULL,
	"definition" jsonb NOT NULL,
	CONSTRAINT "case_rules_rules_id_version_pk" PRIMARY KEY("rules_id","version")
);
--> statement-breakpoint
CREATE TABLE "duty_workers" (
	"worker_id" text PRIMARY KEY NOT NULL,
	"division_code" text NOT NULL,
	"on_duty" boolean NOT NULL,
	"lon" double precision,
	"lat" double precision,
	"located_at" timestamp with time zone,
	"since" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "duty_workers_division" ON "duty_workers" USING btree ("division_code","on_duty");