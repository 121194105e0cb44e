CREATE TABLE "index_engine_hours" (
	"device_id" text NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"open_from" integer,
	"due_at" timestamp with time zone,
	"ranges" jsonb NOT NULL,
	"summary" jsonb,
	"results" jsonb NOT NULL,
	CONSTRAINT "index_engine_hours_device_id_hour_pk" PRIMARY KEY("device_id","hour")
);
--> statement-breakpoint
CREATE TABLE "index_engine_memory" (
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"value" jsonb NOT NULL,
	CONSTRAINT "index_engine_memory_kind_key_pk" PRIMARY KEY("kind","key")
);
--> statement-breakpoint
CREATE TABLE "data_rate_memory" (
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"value" jsonb NOT NULL,
	CONSTRAINT "data_rate_memory_kind_key_pk" PRIMARY KEY("kind","key")
);
--> statement-breakpoint
CREATE TABLE "data_rates" (
	"device_id" text NOT NULL,
	"day" date NOT NULL,
	"slots" integer NOT NULL,
	"arrived" integer NOT NULL,
	"valid" integer NOT NULL,
	"complete" integer NOT NULL,
	"arrived_slots" text NOT NULL,
	"valid_slots" text NOT NULL,
	"complete_slots" text NOT NULL,
	CONSTRAINT "data_rates_device_id_day_pk" PRIMARY KEY("device_id","day")
);
--> statement-breakpoint
CREATE TABLE "device_clocks" (
	"device_id" text PRIMARY KEY NOT NULL,
	"samples" jsonb NOT NULL,
	"sampled_at" timestamp with time zone NOT NULL,
	"median_ms" double precision NOT NULL,
	"spread_ms" double precision NOT NULL,
	"proposed_correction_ms" double precision
);
--> statement-breakpoint
CREATE TABLE "device_wire" (
	"device_id" text PRIMARY KEY NOT NULL,
	"aliases" jsonb NOT NULL,
	"settings" jsonb NOT NULL,
	"password_hash" text,
	"sealed_sm4_key" text
);
--> statement-breakpoint
CREATE TABLE "index_values" (
	"key" text PRIMARY KEY NOT NULL,
	"device_id" text NOT NULL,
	"kind" text NOT NULL,
	"period" text NOT NULL,
	"from_at" timestamp with time zone NOT NULL,
	"to_at" timestamp with time zone NOT NULL,
	"revision" integer NOT NULL,
	"standard" text NOT NULL,
	"table_id" text NOT NULL,
	"table_version" integer NOT NULL,
	"value" double precision,
	"grade" text,
	"detail" jsonb NOT NULL,
	"computed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "index_latest" (
	"key" text PRIMARY KEY NOT NULL,
	"device_id" text NOT NULL,
	"kind" text NOT NULL,
	"period" text NOT NULL,
	"from_at" timestamp with time zone NOT NULL,
	"to_at" timestamp with time zone NOT NULL,
	"revision" integer NOT NULL,
	"standard" text NOT NULL,
	"table_id" text NOT NULL,
	"table_version" integer NOT NULL,
	"value" double precision,
	"grade" text,
	"detail" jsonb NOT NULL,
	"computed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "index_tables" (
	"table_id" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"definition" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "station_lines" (
	"device_id" text PRIMARY KEY NOT NULL,
	"versions" jsonb NOT NULL,
	"version" integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX "index_engine_hours_hour" ON "index_engine_hours" USING btree ("hour");--> statement-breakpoint
CREATE INDEX "data_rates_day" ON "data_rates" USING btree ("day");--> statement-breakpoint
CREATE INDEX "device_clocks_proposed" ON "device_clocks" USING btree ("proposed_correction_ms");--> statement-breakpoint
CREATE INDEX "index_values_device" ON "index_values" USING btree ("device_id","from_at" DESC NULLS LAST,"key" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "index_latest_device" ON "index_latest" USING btree ("device_id");