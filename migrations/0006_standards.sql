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
CREATE INDEX "components_place" ON "components" USING btree ("lat","lon");--> statement-breakpoint
CREATE INDEX "components_division" ON "components" USING btree ("division_code","component_id");--> statement-breakpoint
CREATE INDEX "components_grid" ON "components" USING btree ("grid_code");