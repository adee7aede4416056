-- When a company works. Without a row it works as most companies in China do.

create table working_time (
  workspace_id uuid primary key references workspace,
  -- An IANA name, such as Asia/Shanghai.
  zone         text not null,
  -- On the clocks of the zone; a day may end at 24:00.
  from_clock   text not null check (from_clock ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  until_clock  text not null check (until_clock ~ '^(([01]\d|2[0-3]):[0-5]\d|24:00)$'),
  -- Weekdays by ISO, Monday 1.
  days         int[] not null check (cardinality(days) > 0 and days <@ '{1,2,3,4,5,6,7}'),
  -- China's statutory holidays and the weekend days worked in exchange.
  china        boolean not null,
  -- The company's own, over those of China.
  holidays     text[] not null,
  workdays     text[] not null,
  check (from_clock < until_clock),
  check (not holidays && workdays)
);
