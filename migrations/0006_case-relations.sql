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
CREATE TABLE "duplicate_rules" (
	"rules_id" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"definition" jsonb NOT NULL
);
--> statement-breakpoint
CREATE INDEX "case_links_parent" ON "case_links" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "case_search_open" ON "case_search" USING btree ("cell","reported_at") WHERE "case_search"."open";