-- Reports that came back are forgotten by when they came.
create index returned_reports_received on returned_reports (received_at);
