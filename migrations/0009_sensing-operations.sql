CREATE TABLE "alarm_silences" (
	"silence_id" text PRIMARY KEY NOT NULL,
	"scope" jsonb NOT NULL,
	"division_code" text NOT NULL,
	"from_at" timestamp with time zone NOT NULL,
	"to_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by" text,
	"reason" text NOT NULL,
	"defined_by" text NOT NULL,
	"defined_at" timestamp with time zone NOT NULL,
	"version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alarm_storms" (
	"storm_id" text PRIMARY KEY NOT NULL,
	"division_code" text NOT NULL,
	"policy_version" integer NOT NULL,
	"began_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"by_severity" jsonb NOT NULL,
	"raised" integer NOT NULL,
	"raised_before" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "device_families" (
	"family" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"published_at" text NOT NULL,
	"published_by" text NOT NULL,
	"definition" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "alarms" ADD COLUMN "escalations" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "alarms" ADD COLUMN "grade" text;--> statement-breakpoint
ALTER TABLE "alarms" ADD COLUMN "device_ids" jsonb;--> statement-breakpoint
ALTER TABLE "alarms" ADD COLUMN "storm_id" text;--> statement-breakpoint
ALTER TABLE "alarm_rules" ADD COLUMN "published_by" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "alarm_rules" ADD COLUMN "published_at" timestamp with time zone DEFAULT '1970-01-01T00:00:00Z' NOT NULL;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "gateway_id" text;--> statement-breakpoint
CREATE INDEX "alarm_silences_until" ON "alarm_silences" USING btree ("to_at");--> statement-breakpoint
CREATE INDEX "alarm_storms_began" ON "alarm_storms" USING btree ("began_at" DESC NULLS LAST,"storm_id");--> statement-breakpoint
CREATE INDEX "alarms_devices" ON "alarms" USING gin ("device_ids");--> statement-breakpoint
CREATE INDEX "alarms_storm" ON "alarms" USING btree ("storm_id");