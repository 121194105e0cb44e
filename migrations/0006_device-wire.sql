CREATE TABLE "device_wire" (
	"device_id" text PRIMARY KEY NOT NULL,
	"aliases" jsonb NOT NULL,
	"settings" jsonb NOT NULL,
	"password_hash" text,
	"sealed_sm4_key" text
);
