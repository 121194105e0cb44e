CREATE TABLE "log_seals" (
	"first_position" bigint PRIMARY KEY NOT NULL,
	"last_position" bigint NOT NULL,
	"leaves" "bytea" NOT NULL,
	"digest" "bytea" NOT NULL,
	"sealed_at" timestamp with time zone NOT NULL
);
