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
CREATE INDEX "attachment_references_case" ON "attachment_references" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "notifications_user" ON "notifications" USING btree ("user_id","issued_at" DESC NULLS LAST,"notification_id");--> statement-breakpoint
CREATE INDEX "notifications_unread" ON "notifications" USING btree ("user_id","acknowledged_at");--> statement-breakpoint
CREATE INDEX "notification_timers_due" ON "notification_timers" USING btree ("running","due_at");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_webhook" ON "webhook_deliveries" USING btree ("webhook_id","requested_at" DESC NULLS LAST,"delivery_id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_state" ON "webhook_deliveries" USING btree ("state","webhook_id");--> statement-breakpoint
CREATE INDEX "webhooks_division" ON "webhooks" USING btree ("division_code");