-- Receipts as an Athena table, for infra/report --athena and for your own queries. Replace RECEIPTS-BUCKET with the
-- output ReceiptsBucket and, if you have set ReceiptsPrefix, receipts with its value. Athena's names are in lower case.
--
--   SELECT state, arrival, count(*) FROM gong_relay_receipts GROUP BY 1, 2;
--   SELECT recording.key, message FROM gong_relay_receipts WHERE state = 'rejected' AND code = 'details-invalid';
CREATE EXTERNAL TABLE gong_relay_receipts (
  version int,
  state string,
  recording struct<bucket: string, key: string, versionid: string, etag: string, size: bigint>,
  announcedat string,
  sweep string,
  attempts int,
  claimedat string,
  checkpointat string,
  completedat string,
  callid string,
  url string,
  gongrequestid string,
  uploadattempts int,
  warnings array<string>,
  arrival string,
  arrivalat string,
  gongdurationseconds bigint,
  reason string,
  code string,
  message string
)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
WITH SERDEPROPERTIES ('case.insensitive' = 'true', 'ignore.malformed.json' = 'true')
LOCATION 's3://RECEIPTS-BUCKET/receipts/';
