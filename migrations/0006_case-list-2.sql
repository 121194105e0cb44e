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
CREATE INDEX "cases_next_due" ON "cases" USING btree ("next_due_at") WHERE next_due_at is not null;--> statement-breakpoint
CREATE INDEX "cases_awaits" ON "cases" USING gin ("awaits");