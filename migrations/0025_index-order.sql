DROP INDEX "audit_log_time";--> statement-breakpoint
DROP INDEX "audit_log_actor";--> statement-breakpoint
DROP INDEX "audit_log_object";--> statement-breakpoint
DROP INDEX "cases_reported";--> statement-breakpoint
DROP INDEX "cases_division_stage";--> statement-breakpoint
DROP INDEX "cases_stage";--> statement-breakpoint
DROP INDEX "notifications_user";--> statement-breakpoint
DROP INDEX "webhook_deliveries_webhook";--> statement-breakpoint
DROP INDEX "alarms_raised";--> statement-breakpoint
DROP INDEX "alarms_device";--> statement-breakpoint
DROP INDEX "alarm_storms_began";--> statement-breakpoint
DROP INDEX "device_requests_device";--> statement-breakpoint
DROP INDEX "index_values_device";--> statement-breakpoint
DROP INDEX "rejected_messages_received";--> statement-breakpoint
DROP INDEX "rejected_messages_device";--> statement-breakpoint
CREATE INDEX "audit_log_time" ON "audit_log" USING btree ("at","entry_id");--> statement-breakpoint
CREATE INDEX "audit_log_actor" ON "audit_log" USING btree ("actor","at");--> statement-breakpoint
CREATE INDEX "audit_log_object" ON "audit_log" USING btree ("object_id","at");--> statement-breakpoint
CREATE INDEX "cases_reported" ON "cases" USING btree ("reported_at","case_id");--> statement-breakpoint
CREATE INDEX "cases_division_stage" ON "cases" USING btree ("division_code","stage","reported_at");--> statement-breakpoint
CREATE INDEX "cases_stage" ON "cases" USING btree ("stage","reported_at");--> statement-breakpoint
CREATE INDEX "notifications_user" ON "notifications" USING btree ("user_id","issued_at","notification_id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_webhook" ON "webhook_deliveries" USING btree ("webhook_id","requested_at","delivery_id");--> statement-breakpoint
CREATE INDEX "alarms_raised" ON "alarms" USING btree ("raised_at","alarm_id");--> statement-breakpoint
CREATE INDEX "alarms_device" ON "alarms" USING btree ("device_id","raised_at");--> statement-breakpoint
CREATE INDEX "alarm_storms_began" ON "alarm_storms" USING btree ("began_at","storm_id");--> statement-breakpoint
CREATE INDEX "device_requests_device" ON "device_requests" USING btree ("device_id","made_at","request_id");--> statement-breakpoint
CREATE INDEX "index_values_device" ON "index_values" USING btree ("device_id","from_at","key");--> statement-breakpoint
CREATE INDEX "rejected_messages_received" ON "rejected_messages" USING btree ("received_at","rejection_id");--> statement-breakpoint
CREATE INDEX "rejected_messages_device" ON "rejected_messages" USING btree ("device_id","received_at");