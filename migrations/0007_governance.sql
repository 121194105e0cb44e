CREATE TABLE "case_rules" (
	"rules_id" text NOT NULL,
	"version" integer NOT NULL,
	"definition" jsonb NOT NULL,
	CONSTRAINT "case_rules_rules_id_version_pk" PRIMARY KEY("rules_id","version")
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
CREATE INDEX "components_place" ON "components" USING btree ("lat","lon");--> statement-breakpoint
CREATE INDEX "components_division" ON "components" USING btree ("division_code","component_id");--> statement-breakpoint
CREATE INDEX "components_grid" ON "components" USING btree ("grid_code");--> statement-breakpoint
CREATE INDEX "duty_workers_division" ON "duty_workers" USING btree ("division_code","on_duty");--> statement-breakpoint
CREATE INDEX "cases_next_due" ON "cases" USING btree ("next_due_at") WHERE next_due_at is not null;--> statement-breakpoint
CREATE INDEX "cases_awaits" ON "cases" USING gin ("awaits");