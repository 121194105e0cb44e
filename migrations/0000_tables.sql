CREATE TABLE "event_head" (
	"singleton" smallint PRIMARY KEY NOT NULL,
	"position" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "events" (
	"position" bigint PRIMARY KEY NOT NULL,
	"stream" text NOT NULL,
	"version" integer NOT NULL,
	"id" uuid NOT NULL,
	"type" text NOT NULL,
	"schema_version" smallint NOT NULL,
	"content_digest" uuid NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"data" text NOT NULL,
	"meta" text NOT NULL,
	CONSTRAINT "events_id" UNIQUE("id"),
	CONSTRAINT "events_stream_version" UNIQUE("stream","version")
);
--> statement-breakpoint
CREATE TABLE "projection_checkpoints" (
	"name" text PRIMARY KEY NOT NULL,
	"position" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "person_keys" (
	"person_id" text PRIMARY KEY NOT NULL,
	"key_id" text NOT NULL,
	"wrapped" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alarm_engine_memory" (
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"value" jsonb NOT NULL,
	CONSTRAINT "alarm_engine_memory_kind_key_pk" PRIMARY KEY("kind","key")
);
--> statement-breakpoint
CREATE TABLE "alarms" (
	"alarm_id" text PRIMARY KEY NOT NULL,
	"rule_id" text NOT NULL,
	"rule_version" integer NOT NULL,
	"rule_name" text NOT NULL,
	"device_id" text NOT NULL,
	"device_name" text NOT NULL,
	"subject" text NOT NULL,
	"severity" text NOT NULL,
	"value" double precision NOT NULL,
	"threshold" double precision NOT NULL,
	"unit" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"raised_at" timestamp with time zone NOT NULL,
	"division_code" text NOT NULL,
	"grid_code" text,
	"lon" double precision NOT NULL,
	"lat" double precision NOT NULL,
	"case_key" text,
	"matter_code" text,
	"state" text NOT NULL,
	"cleared_at" timestamp with time zone,
	"clear_cause" text,
	"acknowledged_by" text,
	"acknowledged_at" timestamp with time zone,
	"version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alarm_rules" (
	"rule_id" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"retired" boolean NOT NULL,
	"definition" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "board_cases" (
	"case_id" text PRIMARY KEY NOT NULL,
	"division_code" text NOT NULL,
	"stage" text NOT NULL,
	"overdue" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "board_counts" (
	"division_code" text NOT NULL,
	"stage" text NOT NULL,
	"cases" integer NOT NULL,
	"overdue" integer NOT NULL,
	CONSTRAINT "board_counts_division_code_stage_pk" PRIMARY KEY("division_code","stage")
);
--> statement-breakpoint
CREATE TABLE "case_deadlines" (
	"case_id" text PRIMARY KEY NOT NULL,
	"department_id" text NOT NULL,
	"deadline" timestamp with time zone NOT NULL,
	"state" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cases" (
	"case_id" text PRIMARY KEY NOT NULL,
	"case_number" text NOT NULL,
	"source" text NOT NULL,
	"stage" text NOT NULL,
	"description" text NOT NULL,
	"address" text NOT NULL,
	"lon" double precision NOT NULL,
	"lat" double precision NOT NULL,
	"division_code" text NOT NULL,
	"grid_code" text,
	"matter_code" text,
	"severity" text,
	"reporter_id" text,
	"department_id" text,
	"handler_id" text,
	"standard" jsonb,
	"deadline" timestamp with time zone,
	"overdue" boolean NOT NULL,
	"rework_count" integer NOT NULL,
	"alarm_ids" jsonb NOT NULL,
	"open_alarm_ids" jsonb NOT NULL,
	"device_id" text,
	"photo_count" integer NOT NULL,
	"participants" text[] NOT NULL,
	"reported_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "case_timeline" (
	"case_id" text NOT NULL,
	"version" integer NOT NULL,
	"type" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"data" jsonb NOT NULL,
	CONSTRAINT "case_timeline_case_id_version_pk" PRIMARY KEY("case_id","version")
);
--> statement-breakpoint
CREATE TABLE "departments" (
	"department_id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"division_code" text NOT NULL,
	"bodies" jsonb NOT NULL,
	"synthetic" boolean NOT NULL,
	"version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "device_latest" (
	"device_id" text PRIMARY KEY NOT NULL,
	"observed_at" timestamp with time zone,
	"readings" jsonb NOT NULL,
	"detection" jsonb,
	"record_count" integer NOT NULL,
	"doubtful_count" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "devices" (
	"device_id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"model_id" text NOT NULL,
	"lon" double precision NOT NULL,
	"lat" double precision NOT NULL,
	"division_code" text NOT NULL,
	"grid_code" text,
	"department_id" text,
	"secret_hash" text NOT NULL,
	"report_interval_seconds" integer NOT NULL,
	"synthetic" boolean NOT NULL,
	"status" text NOT NULL,
	"presence" text NOT NULL,
	"boot_id" text,
	"presence_at" timestamp with time zone,
	"registered_at" timestamp with time zone NOT NULL,
	"version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "device_models" (
	"model_id" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"definition" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "divisions" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"level" text,
	"parent" text,
	"source" text NOT NULL,
	"boundary" jsonb,
	"boundary_approximate" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "filing_standards" (
	"key" text PRIMARY KEY NOT NULL,
	"standard_id" text NOT NULL,
	"version" integer NOT NULL,
	"definition" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "grids" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"division_code" text NOT NULL,
	"geometry" jsonb NOT NULL,
	"worker_id" text,
	"synthetic" boolean NOT NULL,
	"removed" boolean NOT NULL,
	"version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rejected_messages" (
	"rejection_id" text PRIMARY KEY NOT NULL,
	"device_id" text,
	"topic" text NOT NULL,
	"reason" text NOT NULL,
	"detail" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"size" integer NOT NULL,
	"digest" text NOT NULL,
	"payload" text NOT NULL,
	"payload_truncated" boolean NOT NULL,
	"state" text NOT NULL,
	"outcome" text,
	"settled_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"session_id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "users" (
	"user_id" text PRIMARY KEY NOT NULL,
	"login_name" text NOT NULL,
	"display_name" text NOT NULL,
	"password_hash" text NOT NULL,
	"status" text NOT NULL,
	"assignments" jsonb NOT NULL,
	"version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "work_calendars" (
	"calendar_id" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"definition" jsonb NOT NULL
);
--> statement-breakpoint
CREATE INDEX "alarms_raised" ON "alarms" USING btree ("raised_at" DESC NULLS LAST,"alarm_id");--> statement-breakpoint
CREATE INDEX "alarms_device" ON "alarms" USING btree ("device_id","raised_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "alarms_division_state" ON "alarms" USING btree ("state","division_code");--> statement-breakpoint
CREATE INDEX "board_counts_stage" ON "board_counts" USING btree ("stage");--> statement-breakpoint
CREATE INDEX "case_deadlines_due" ON "case_deadlines" USING btree ("state","deadline");--> statement-breakpoint
CREATE INDEX "cases_reported" ON "cases" USING btree ("reported_at" DESC NULLS LAST,"case_id");--> statement-breakpoint
CREATE INDEX "cases_division_stage" ON "cases" USING btree ("division_code","stage","reported_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "cases_stage" ON "cases" USING btree ("stage","reported_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "cases_department" ON "cases" USING btree ("department_id","stage");--> statement-breakpoint
CREATE INDEX "cases_number" ON "cases" USING btree ("case_number");--> statement-breakpoint
CREATE INDEX "devices_division" ON "devices" USING btree ("division_code","device_id");--> statement-breakpoint
CREATE INDEX "divisions_parent" ON "divisions" USING btree ("parent","code");--> statement-breakpoint
CREATE INDEX "grids_division" ON "grids" USING btree ("division_code","code");--> statement-breakpoint
CREATE INDEX "rejected_messages_received" ON "rejected_messages" USING btree ("received_at" DESC NULLS LAST,"rejection_id");--> statement-breakpoint
CREATE INDEX "rejected_messages_device" ON "rejected_messages" USING btree ("device_id","received_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "users_login_name" ON "users" USING btree ("login_name");