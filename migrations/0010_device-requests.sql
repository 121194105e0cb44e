CREATE TABLE "device_requests" (
	"request_id" text PRIMARY KEY NOT NULL,
	"device_id" text NOT NULL,
	"standard" text NOT NULL,
	"kind" text NOT NULL,
	"parameters" jsonb NOT NULL,
	"made_by" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"status" text NOT NULL,
	"attempts" integer NOT NULL,
	"sent_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"code" text,
	"result" jsonb,
	"give_up_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone
);
--> statement-breakpoint
CREATE INDEX "device_requests_device" ON "device_requests" USING btree ("device_id","made_at" DESC NULLS LAST,"request_id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "device_requests_due" ON "device_requests" USING btree ("due_at");