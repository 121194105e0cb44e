ALTER TABLE "cases" ADD COLUMN "open_items" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "flags" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE INDEX "cases_marks" ON "cases" USING gin ("open_items","flags","participants");--> statement-breakpoint
CREATE INDEX "cases_matter" ON "cases" USING btree ("matter_code","stage");--> statement-breakpoint
CREATE INDEX "cases_grid" ON "cases" USING btree ("grid_code","stage");--> statement-breakpoint
CREATE INDEX "cases_overdue" ON "cases" USING btree (coalesce(due_at, 'infinity'::timestamptz),"case_id") WHERE overdue;--> statement-breakpoint
CREATE INDEX "cases_light" ON "cases" USING btree ("light",coalesce(due_at, 'infinity'::timestamptz),"case_id") WHERE light <> 'green';--> statement-breakpoint
CREATE INDEX "cases_urgent" ON "cases" USING btree (coalesce(due_at, 'infinity'::timestamptz),"case_id") WHERE severity = 'red';