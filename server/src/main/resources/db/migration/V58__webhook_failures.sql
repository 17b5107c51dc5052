-- What an endpoint failed to take is looked for by itself: among many that were delivered a handful that were not.
create index webhook_messages_failed on webhook_messages (webhook_id, id) where status = 'failed';
