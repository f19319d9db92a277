/** Shows text in snapshots as it is, without quotes and escapes around it. */
expect.addSnapshotSerializer({
  test: (value) => typeof value === 'string',
  print: (value) => String(value).trimEnd(),
});
