CREATE TABLE "audit_log" (
	"entry_id" text PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"outcome" text NOT NULL,
	"object_kind" text,
	"object_id" text,
	"purpose" text,
	"reason" text,
	"network" text,
	"address_key" text,
	"session_id" text,
	"count" integer NOT NULL,
	"since" timestamp with time zone
);
--> statement-breakpoint
CREATE INDEX "audit_log_time" ON "audit_log" USING btree ("at" DESC NULLS LAST,"entry_id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "audit_log_actor" ON "audit_log" USING btree ("actor","at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "audit_log_object" ON "audit_log" USING btree ("object_id","at" DESC NULLS LAST);