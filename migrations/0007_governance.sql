CREATE TABLE "notification_memory" (
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"value" jsonb NOT NULL,
	CONSTRAINT "notification_memory_kind_key_pk" PRIMARY KEY("kind","key")
);
--> statement-breakpoint
CREATE TABLE "attachment_references" (
	"digest" text NOT NULL,
	"stream" text NOT NULL,
	"case_id" text,
	"media_type" text NOT NULL,
	"is_public" boolean NOT NULL,
	CONSTRAINT "attachment_references_digest_stream_pk" PRIMARY KEY("digest","stream")
);
--> statement-breakpoint
CREATE TABLE "case_links" (
	"child_id" text PRIMARY KEY NOT NULL,
	"parent_id" text NOT NULL,
	"link_id" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"reason" text NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "case_rules" (
	"rules_id" text NOT NULL,
	"version" integer NOT NULL,
	"definition" jsonb NOT NULL,
	CONSTRAINT "case_rules_rules_id_version_pk" PRIMARY KEY("rules_id","version")
);
--> statement-breakpoint
CREATE TABLE "case_search" (
	"case_id" text PRIMARY KEY NOT NULL,
	"open" boolean NOT NULL,
	"fed_back" boolean NOT NULL,
	"cell" bigint NOT NULL,
	"lon" double precision NOT NULL,
	"lat" double precision NOT NULL,
	"reported_at" timestamp with time zone NOT NULL,
	"source" text NOT NULL,
	"reporter_id" text,
	"description" text NOT NULL,
	"address" text NOT NULL,
	"matter_code" text,
	"row_id" text,
	"device_id" text,
	"component_id" text
);
--> statement-breakpoint
CREATE TABLE "code_sets" (
	"key" text PRIMARY KEY NOT NULL,
	"code_set_id" text NOT NULL,
	"version" integer NOT NULL,
	"definition" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "components" (
	"component_id" text PRIMARY KEY NOT NULL,
	"code_set_id" text NOT NULL,
	"name" text NOT NULL,
	"division_code" text NOT NULL,
	"major_code" text NOT NULL,
	"minor_code" text NOT NULL,
	"bodies" jsonb NOT NULL,
	"state" text NOT NULL,
	"lon" double precision NOT NULL,
	"lat" double precision NOT NULL,
	"address" text NOT NULL,
	"grid_code" text,
	"initial_date" text NOT NULL,
	"change_date" text,
	"removed_reason" text,
	"source" text NOT NULL,
	"remark" text NOT NULL,
	"version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "crosswalks" (
	"crosswalk_id" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"definition" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dispatch_rule_sets" (
	"key" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"published_at" text NOT NULL,
	"published_by" text NOT NULL,
	"definition" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "duplicate_rules" (
	"rules_id" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"definition" jsonb NOT NULL
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
CREATE TABLE "notifications" (
	"notification_id" text NOT NULL,
	"user_id" text NOT NULL,
	"kind" text NOT NULL,
	"rule_id" text NOT NULL,
	"urgent" boolean NOT NULL,
	"step" integer NOT NULL,
	"title" jsonb NOT NULL,
	"body" jsonb NOT NULL,
	"case_id" text,
	"alarm_id" text,
	"issued_at" timestamp with time zone NOT NULL,
	"deferred_until" timestamp with time zone,
	"released_at" timestamp with time zone,
	"acknowledged_at" timestamp with time zone,
	CONSTRAINT "notifications_notification_id_user_id_pk" PRIMARY KEY("notification_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "notification_timers" (
	"notification_id" text NOT NULL,
	"kind" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"running" boolean NOT NULL,
	CONSTRAINT "notification_timers_notification_id_kind_due_at_pk" PRIMARY KEY("notification_id","kind","due_at")
);
--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"delivery_id" text PRIMARY KEY NOT NULL,
	"webhook_id" text NOT NULL,
	"notification_id" text,
	"state" text NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone,
	"attempts" integer,
	"http_status" integer,
	"reason" text,
	"version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"webhook_id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"url" text NOT NULL,
	"kinds" jsonb,
	"division_code" text NOT NULL,
	"department_id" text,
	"roles" jsonb,
	"status" text NOT NULL,
	"secret_version" integer NOT NULL,
	"registered_at" timestamp with time zone NOT NULL,
	"version" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "case_deadlines" DISABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP TABLE "case_deadlines" CASCADE;--> statement-breakpoint
ALTER TABLE "board_counts" DROP CONSTRAINT "board_counts_division_code_stage_pk";--> statement-breakpoint
ALTER TABLE "board_cases" ADD COLUMN "department_id" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "board_cases" ADD COLUMN "lights" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "board_counts" ADD COLUMN "light" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "board_counts" ADD COLUMN "department_id" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "board_counts" ADD CONSTRAINT "board_counts_division_code_stage_light_department_id_pk" PRIMARY KEY("division_code","stage","light","department_id");--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "co_department_ids" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "current_clock" text;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "light" text;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "next_due_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "awaits" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "task_executor_id" text;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "state" jsonb DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE INDEX "attachment_references_case" ON "attachment_references" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "case_links_parent" ON "case_links" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "case_search_open" ON "case_search" USING btree ("cell","reported_at") WHERE "case_search"."open";--> statement-breakpoint
CREATE INDEX "components_place" ON "components" USING btree ("lat","lon");--> statement-breakpoint
CREATE INDEX "components_division" ON "components" USING btree ("division_code","component_id");--> statement-breakpoint
CREATE INDEX "components_grid" ON "components" USING btree ("grid_code");--> statement-breakpoint
CREATE INDEX "duty_workers_division" ON "duty_workers" USING btree ("division_code","on_duty");--> statement-breakpoint
CREATE INDEX "notifications_user" ON "notifications" USING btree ("user_id","issued_at" DESC NULLS LAST,"notification_id");--> statement-breakpoint
CREATE INDEX "notifications_unread" ON "notifications" USING btree ("user_id","acknowledged_at");--> statement-breakpoint
CREATE INDEX "notification_timers_due" ON "notification_timers" USING btree ("running","due_at");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_webhook" ON "webhook_deliveries" USING btree ("webhook_id","requested_at" DESC NULLS LAST,"delivery_id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_state" ON "webhook_deliveries" USING btree ("state","webhook_id");--> statement-breakpoint
CREATE INDEX "webhooks_division" ON "webhooks" USING btree ("division_code");--> statement-breakpoint
CREATE INDEX "cases_next_due" ON "cases" USING btree ("next_due_at") WHERE next_due_at is not null;--> statement-breakpoint
CREATE INDEX "cases_awaits" ON "cases" USING gin ("awaits");--> statement-breakpoint
-- A read model that is no more: its checkpoint would hold back archiving for ever.
DELETE FROM "projection_checkpoints" WHERE "name" = 'case-deadlines@1';
