ALTER TABLE "board_cases" ADD COLUMN "set_aside" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "board_cases" ADD COLUMN "overdue_clocks" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "board_counts" ADD COLUMN "set_aside" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "due_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "set_aside_as" text;--> statement-breakpoint
CREATE INDEX "cases_due" ON "cases" USING btree (coalesce(due_at, 'infinity'::timestamptz),"case_id");