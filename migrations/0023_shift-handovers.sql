CREATE TABLE "shift_handovers" (
	"handover_id" text PRIMARY KEY NOT NULL,
	"role" text NOT NULL,
	"division_code" text NOT NULL,
	"department_id" text,
	"from_id" text NOT NULL,
	"to_id" text,
	"cases" jsonb NOT NULL,
	"is_more" boolean NOT NULL,
	"counts" jsonb NOT NULL,
	"notes" text NOT NULL,
	"handed_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"taken_by_id" text,
	"remark" text,
	"ended_at" timestamp with time zone,
	"version" integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX "shift_handovers_post" ON "shift_handovers" USING btree ("role","division_code","handed_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "shift_handovers_waiting" ON "shift_handovers" USING btree ("role","division_code") WHERE state = 'waiting';