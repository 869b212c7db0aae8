-- Every figure of a stretch of the history, from the tables alone. It shares nothing with the program.
-- temp.span has one row: from, until and now (f, u, n), each in seconds UTC with its offset beside it.
-- One row comes out: the whole line that "stats --json" prints.

CREATE TEMP TABLE zones AS
SELECT off, printf('%s%02d:%02d', iif(off < 0, '-', '+'), abs(off) / 3600, abs(off) % 3600 / 60) AS zone
FROM (SELECT f_off AS off FROM span UNION SELECT u_off FROM span
      UNION SELECT since_offset FROM main.windows UNION SELECT closed_offset FROM main.windows);

CREATE TEMP VIEW seen AS
SELECT entries.*, date(at + offset, 'unixepoch') AS date
FROM main.entries, span WHERE live = 1 AND at >= f AND at <= u;

CREATE TEMP TABLE contact AS
SELECT at, date(at + offset, 'unixepoch') AS date FROM main.entries
WHERE live = 1 AND kind = 'contacted' AND necessary = 0;

CREATE TEMP TABLE answer AS
SELECT urge, outcome, strength, at FROM (
    SELECT urge, outcome, strength, at,
           row_number() OVER (PARTITION BY urge ORDER BY at DESC, row DESC) AS nth
    FROM main.entries WHERE live = 1 AND kind = 'outcome'
) WHERE nth = 1;
CREATE INDEX temp.answer_urge ON answer (urge);

CREATE TEMP TABLE done AS
SELECT a.at, l.text FROM main.answers a, main.ledger l
WHERE a.live = 1 AND a.reply = 'done' AND l.key = a.id AND l.text IS NOT NULL;
CREATE INDEX temp.done_at ON done (at);

CREATE TEMP TABLE urge AS
SELECT s.id, s.at, s.offset, s.date, s.strength AS before,
       lower(trim(s.feeling)) AS feeling, lower(trim(s.trigger)) AS trigger,
       answer.outcome, answer.strength AS after, answer.at AS answered,
       EXISTS (SELECT 1 FROM contact c WHERE c.at >= s.at AND c.at < s.at + 86400) AS contact,
       s.at + 86400 <= n AS is_over
FROM seen s JOIN span LEFT JOIN answer ON answer.urge = s.id WHERE s.kind = 'urge';

CREATE TEMP VIEW let_pass AS
SELECT *, CASE WHEN contact THEN 'no'
               WHEN outcome IN ('easier', 'same', 'stronger') THEN 'yes'
               WHEN outcome IS NOT NULL THEN 'no'
               WHEN is_over THEN 'yes'
               ELSE 'unknown' END AS passed
FROM urge;

-- The windows, each up to its closing or now, as the calendar there shows it.
CREATE TEMP TABLE window AS
SELECT w.*, date(since + since_offset, 'unixepoch') AS first,
       coalesce(closed_at, n) AS stop,
       coalesce(date(closed_at + closed_offset, 'unixepoch'), date(n + n_off, 'unixepoch')) AS last
FROM main.windows w, span WHERE live = 1;

CREATE TEMP VIEW counted AS
SELECT *, CASE WHEN length IS NULL THEN between_dates
               WHEN stop >= ends_at THEN max(between_dates, length)
               ELSE min(between_dates, length) END AS passed
FROM (SELECT *, max(0, CAST(julianday(last) - julianday(first) AS INTEGER)) AS between_dates
      FROM window);

-- Each day of a window with contact that counts, from 1 to the last that passed.
CREATE TEMP VIEW slipped AS
SELECT DISTINCT w.id, CAST(julianday(c.date) - julianday(w.first) AS INTEGER) AS day
FROM counted w JOIN contact c ON c.at >= w.since AND c.at <= w.stop
WHERE c.date > w.first AND julianday(c.date) - julianday(w.first) <= w.passed;

CREATE TEMP VIEW stretch AS
SELECT id, max(day - before - 1) AS longest FROM (
    SELECT id, day, lag(day, 1, 0) OVER (PARTITION BY id ORDER BY day) AS before
    FROM (SELECT id, day FROM slipped UNION ALL SELECT id, passed + 1 FROM counted)
) GROUP BY id;

CREATE TEMP TABLE day AS
WITH RECURSIVE bound (first, last) AS (
    SELECT min(date), max(date) FROM (
        SELECT date FROM seen WHERE kind IN ('urge', 'received', 'contacted', 'mood')
        UNION ALL SELECT date(f + f_off, 'unixepoch') FROM span
        UNION ALL SELECT date(u + u_off, 'unixepoch') FROM span)
), dates (date) AS (
    SELECT first FROM bound
    UNION ALL SELECT date(date, '+1 day') FROM dates, bound WHERE date < last
)
SELECT dates.date, w.id AS window, w.length,
       CAST(julianday(dates.date) - julianday(w.first) AS INTEGER) AS day
FROM dates LEFT JOIN window w ON w.id = (
    SELECT max(id) FROM window
    WHERE first <= dates.date AND (closed_at IS NULL OR dates.date <= last));

CREATE TEMP TABLE of_day AS
SELECT date, sum(kind = 'urge') AS urges, max(strength) FILTER (WHERE kind = 'urge') AS strongest,
       sum(kind = 'contacted' AND necessary = 0) AS contacted,
       sum(kind = 'contacted' AND necessary = 1) AS necessary,
       sum(kind = 'received') AS received,
       json_group_array(mood) FILTER (WHERE kind = 'mood') AS moods
FROM (SELECT * FROM seen ORDER BY at, row) GROUP BY date;

CREATE TEMP VIEW eased AS
SELECT id, before, answered, at,
       EXISTS (SELECT 1 FROM main.entries note WHERE note.live = 1 AND note.kind = 'note'
               AND note.at >= urge.at AND note.at <= answered) AS wrote,
       EXISTS (SELECT 1 FROM done WHERE done.at >= urge.at AND done.at <= answered) AS did
FROM urge WHERE outcome = 'easier';

SELECT json_object(
'version', 1,
'from', (SELECT strftime('%Y-%m-%dT%H:%M:%S', f + f_off, 'unixepoch') || zone FROM span, zones WHERE off = f_off),
'until', (SELECT strftime('%Y-%m-%dT%H:%M:%S', u + u_off, 'unixepoch') || zone FROM span, zones WHERE off = u_off),
'windows', (
    SELECT json_group_array(json(it)) FROM (SELECT json_object(
        'id', w.id,
        'since', strftime('%Y-%m-%dT%H:%M:%S', since + since_offset, 'unixepoch')
                 || (SELECT zone FROM zones WHERE off = since_offset),
        'length', length,
        'closed_at', strftime('%Y-%m-%dT%H:%M:%S', closed_at + closed_offset, 'unixepoch')
                     || (SELECT zone FROM zones WHERE off = closed_offset),
        'days_passed', passed,
        'days_without_contact', passed - (SELECT count(*) FROM slipped WHERE slipped.id = w.id),
        'longest_stretch', stretch.longest,
        'days_since_contact', max(0, CAST(julianday(last) - julianday(coalesce(
            (SELECT c.date FROM contact c WHERE c.at >= w.since AND c.at <= w.stop
             ORDER BY c.at DESC LIMIT 1), w.first)) AS INTEGER))
    ) AS it
    FROM counted w JOIN stretch USING (id), span
    WHERE w.since <= u AND (w.closed_at IS NULL OR w.closed_at > f OR w.since >= f) ORDER BY w.id)),
'days', (
    SELECT json_group_array(json(it)) FROM (SELECT json_object(
        'date', day.date, 'window', window, 'day', day,
        'milestone', json(iif(day IN (1, 3, 7, 10, 14, 21, 25) OR (day > 0 AND day % 30 = 0)
                              OR coalesce(day > 0 AND day = length, 0), 'true', 'false')),
        'urges', coalesce(urges, 0), 'strongest', strongest, 'contacted', coalesce(contacted, 0),
        'necessary', coalesce(necessary, 0), 'received', coalesce(received, 0),
        'moods', json(coalesce(moods, '[]'))
    ) AS it FROM day LEFT JOIN of_day USING (date) ORDER BY day.date)),
'urges', json_object(
    'logged', (SELECT count(*) FROM urge),
    'let_pass', (SELECT count(*) FROM let_pass WHERE passed = 'yes'),
    'not_judged', (SELECT count(*) FROM let_pass WHERE passed = 'unknown'),
    'outcomes', (SELECT json_object(
        'easier', sum(coalesce(outcome = 'easier', 0)), 'same', sum(coalesce(outcome = 'same', 0)),
        'stronger', sum(coalesce(outcome = 'stronger', 0)),
        'peeked', sum(coalesce(outcome = 'peeked', 0)),
        'contacted', sum(coalesce(outcome = 'contacted', 0)),
        'none', sum(outcome IS NULL)) FROM urge),
    'hours', (
        SELECT json_group_array(json(hours)) FROM (
            SELECT json_group_array(n) AS hours FROM (
                SELECT weekday.value AS weekday, hour.value AS hour, (
                    SELECT count(*) FROM urge
                    WHERE CAST(strftime('%w', at + offset, 'unixepoch') AS INTEGER) = weekday.value % 7
                    AND CAST(strftime('%H', at + offset, 'unixepoch') AS INTEGER) = hour.value
                    -- Known to the day alone: of no hour.
                    AND time(at + offset, 'unixepoch') <> '00:00:00') AS n
                FROM json_each('[1,2,3,4,5,6,7]') weekday, json_each(
                    '[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23]') hour
                ORDER BY 1, 2)
            GROUP BY weekday ORDER BY weekday)),
    'feelings', (SELECT json_group_array(json_object('word', word, 'urges', n)) FROM (
        SELECT feeling AS word, count(*) AS n FROM urge WHERE feeling <> '' GROUP BY 1
        ORDER BY n DESC, word)),
    'triggers', (SELECT json_group_array(json_object('word', word, 'urges', n)) FROM (
        SELECT trigger AS word, count(*) AS n FROM urge WHERE trigger <> '' GROUP BY 1
        ORDER BY n DESC, word)),
    'strength_before', (SELECT json_array(
        sum(coalesce(before, 0) = 1), sum(coalesce(before, 0) = 2), sum(coalesce(before, 0) = 3),
        sum(coalesce(before, 0) = 4), sum(coalesce(before, 0) = 5)) FROM urge),
    'strength_after', (SELECT json_array(
        sum(coalesce(after, 0) = 1), sum(coalesce(after, 0) = 2), sum(coalesce(after, 0) = 3),
        sum(coalesce(after, 0) = 4), sum(coalesce(after, 0) = 5)) FROM urge),
    'rated_twice', (SELECT json_object(
        'urges', count(*), 'sum_before', coalesce(sum(before), 0), 'sum_after', coalesce(sum(after), 0),
        'lower', coalesce(sum(after < before), 0), 'same', coalesce(sum(after = before), 0),
        'higher', coalesce(sum(after > before), 0))
        FROM urge WHERE before IS NOT NULL AND after IS NOT NULL),
    'eased', json_object(
        'urges', (SELECT count(*) FROM eased),
        'done', (SELECT json_group_array(json_object('text', text, 'urges', n)) FROM (
            SELECT text, count(DISTINCT eased.id) AS n FROM eased
            JOIN done ON done.at >= eased.at AND done.at <= eased.answered
            GROUP BY text ORDER BY text)),
        'wrote', (SELECT count(*) FROM eased WHERE wrote),
        'nothing', (SELECT count(*) FROM eased WHERE NOT wrote AND NOT did))),
'moods', (SELECT json_array(
    count(*) FILTER (WHERE mood = 1), count(*) FILTER (WHERE mood = 2),
    count(*) FILTER (WHERE mood = 3), count(*) FILTER (WHERE mood = 4),
    count(*) FILTER (WHERE mood = 5)) FROM seen),
'received', (SELECT json_object(
    'logistics', count(*) FILTER (WHERE received_kind = 'logistics'),
    'smalltalk', count(*) FILTER (WHERE received_kind = 'smalltalk'),
    'warm', count(*) FILTER (WHERE received_kind = 'warm'),
    'meet', count(*) FILTER (WHERE received_kind = 'meet'),
    'hostile', count(*) FILTER (WHERE received_kind = 'hostile'),
    'stop', count(*) FILTER (WHERE received_kind = 'stop'),
    'closed', count(*) FILTER (WHERE received_kind = 'closed'),
    'none', count(*) FILTER (WHERE received_kind IS NULL))
    FROM seen WHERE kind = 'received'),
'contacted', (SELECT count(*) FROM seen WHERE kind = 'contacted' AND necessary = 0),
'necessary', (SELECT count(*) FROM seen WHERE kind = 'contacted' AND necessary = 1),
'notes', (SELECT count(*) FROM seen WHERE kind = 'note')
);
