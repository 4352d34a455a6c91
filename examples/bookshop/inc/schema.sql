-- tables and first contents, read by db.php when there is no database yet

CREATE TABLE categories (
	id    INTEGER PRIMARY KEY,
	sort  INTEGER NOT NULL,
	name  TEXT NOT NULL
);

CREATE TABLE books (
	id      INTEGER PRIMARY KEY,
	cat     INTEGER NOT NULL,
	author  TEXT NOT NULL,
	title   TEXT NOT NULL,
	year    INTEGER,            -- NULL: no year in the book
	price   REAL NOT NULL,
	stock   INTEGER NOT NULL,
	added   TEXT NOT NULL,
	descr   TEXT NOT NULL
);

CREATE TABLE customers (
	id     INTEGER PRIMARY KEY,
	login  TEXT NOT NULL UNIQUE,
	pass   TEXT NOT NULL,       -- md5
	name   TEXT NOT NULL,
	street TEXT NOT NULL,
	town   TEXT NOT NULL
);

CREATE TABLE orders (
	id        INTEGER PRIMARY KEY,
	customer  INTEGER NOT NULL,
	ordered   TEXT NOT NULL,
	total     REAL NOT NULL,
	remark    TEXT NOT NULL DEFAULT '',
	status    TEXT NOT NULL DEFAULT 'new'
);

CREATE TABLE order_lines (
	order_id  INTEGER NOT NULL,
	book      INTEGER NOT NULL,
	qty       INTEGER NOT NULL,
	price     REAL NOT NULL
);

CREATE TABLE news (
	id     INTEGER PRIMARY KEY,
	year   INTEGER NOT NULL,
	slug   TEXT NOT NULL,
	day    TEXT NOT NULL,
	title  TEXT NOT NULL,
	body   TEXT NOT NULL
);

CREATE TABLE links (
	id      INTEGER PRIMARY KEY,
	name    TEXT NOT NULL,
	url     TEXT NOT NULL,
	clicks  INTEGER NOT NULL DEFAULT 0
);

INSERT INTO categories (id, sort, name) VALUES (1, 10, 'Novels & stories');
INSERT INTO categories (id, sort, name) VALUES (2, 20, 'Poetry');
INSERT INTO categories (id, sort, name) VALUES (3, 30, 'For children');
INSERT INTO categories (id, sort, name) VALUES (4, 40, 'Travel & mountains');
INSERT INTO categories (id, sort, name) VALUES (5, 50, 'Österreich');

INSERT INTO books VALUES ( 1, 1, 'Charlotte Brontë', 'Jane Eyre', 1907, 14.50, 4, '2005-03-01', 'Nelson''s pocket edition in blue cloth, the spine a little faded. A name on the first page.');
INSERT INTO books VALUES ( 2, 1, 'Charles Dickens', 'Dombey & Son', 1892, 22.00, 1, '2005-03-01', 'With the pictures by "Phiz". Two volumes bound in one, half leather, rubbed.

The last leaf of the first volume is missing a corner, no text is lost.');
INSERT INTO books VALUES ( 3, 1, 'Harriet Beecher Stowe', 'Uncle Tom''s Cabin', NULL, 9.80, 7, '2005-03-14', 'School edition, without year (about 1900). Many pencil notes by a bored pupil.');
INSERT INTO books VALUES ( 4, 1, 'Victor Hugo', 'Les Misérables', 1938, 36.00, 2, '2005-04-02', 'In French. Five parts in three volumes, paper covers, uncut from the fourth part on: somebody gave up.');
INSERT INTO books VALUES ( 5, 1, 'Franz Kafka', 'Die Verwandlung', 1946, 48.00, 0, '2005-04-02', 'In German. Printed on bad paper after the war, but complete and clean.');
INSERT INTO books VALUES ( 6, 1, 'Ф. М. Достоевский', 'Преступление и наказание', 1957, 18.00, 2, '2005-05-20', 'In Russian. Moscow, State publishing house. Red cloth with gilt letters.');
INSERT INTO books VALUES ( 7, 1, '夏目漱石', '吾輩は猫である', 1962, 25.00, 1, '2005-05-20', 'In Japanese. A cat tells about its master, a teacher. Paper covers, a little brown.');
INSERT INTO books VALUES ( 8, 1, 'Jane Austen', 'Emma', 1928, 12.00, 5, '2005-06-11', 'Everyman''s Library. Green cloth, very good.');
INSERT INTO books VALUES ( 9, 2, 'Charles Baudelaire', 'Les Fleurs du mal', 1917, 31.50, 1, '2005-06-11', 'In French. Crès, Paris. One of 1500 numbered copies on Rives paper.');
INSERT INTO books VALUES (10, 2, 'Adam Mickiewicz', 'Pan Tadeusz', 1921, 27.00, 2, '2005-06-30', 'In Polish. Gebethner & Wolff, Kraków; with 24 plates by Andriolli.');
INSERT INTO books VALUES (11, 2, 'Rainer Maria Rilke', 'Das Stunden-Buch', 1931, 15.00, 6, '2005-09-05', 'In German. Insel, Leipzig, half linen. From the library of a forester, with his stamp.');
INSERT INTO books VALUES (12, 2, 'Karel Hynek Mácha', 'Máj', 1936, 42.00, 3, '2005-09-05', 'In Czech. Jubilee edition a hundred years after the first one. "Byl pozdní večer, první máj": every Czech can go on from here.

Slip case with a crack, the book like new.');
INSERT INTO books VALUES (13, 2, 'Emily Dickinson', 'Poems', 1937, 19.00, 0, '2005-10-10', 'Boston. Blue cloth, the dust jacket in pieces (but all of them are there).');
INSERT INTO books VALUES (14, 3, 'Lewis Carroll', 'Alice''s Adventures in Wonderland', 1911, 55.00, 1, '2005-10-10', 'With the coloured Tenniel plates, all 16 present. A child has improved the Cheshire Cat in pencil.');
INSERT INTO books VALUES (15, 3, 'Carlo Collodi', 'Le avventure di Pinocchio', 1929, 24.00, 2, '2005-11-24', 'In Italian. Bemporad, Firenze, pictures by Attilio Mussino. Loose in the binding.');
INSERT INTO books VALUES (16, 3, 'Heinrich Hoffmann', 'Der Struwwelpeter', NULL, 17.50, 9, '2005-11-24', 'In German. No year, "420th edition". It was read by a careful family.');
INSERT INTO books VALUES (17, 3, 'H. C. Andersen', 'Den grimme Ælling', 1955, 8.00, 3, '2006-01-09', 'In Danish. A thin booklet with pictures on every page. Owner''s name: Søren, 7 år.');
INSERT INTO books VALUES (18, 4, 'Edward Whymper', 'Scrambles amongst the Alps', 1936, 38.00, 1, '2006-01-09', 'Nelson. With maps & panoramas; the map of Mont Blanc is torn <b>and</b> repaired.');
INSERT INTO books VALUES (19, 4, 'Isabella Bird', 'A Lady''s Life in the Rocky Mountains', 1910, 33.00, 2, '2006-02-02', 'Seventh edition. She rode 800 miles alone in 1873. We would not.');
INSERT INTO books VALUES (20, 4, 'Karl Baedeker', 'Austria-Hungary: Handbook for Travellers', 1905, 74.00, 1, '2006-02-02', 'Tenth edition, 33 maps and 44 plans. All of the countries in it have changed their names since.');
INSERT INTO books VALUES (21, 4, 'Sven Hedin', 'Transhimalaja', 1912, 29.90, 2, '2006-02-20', 'In German, volume 3 only.');
INSERT INTO books VALUES (22, 5, 'Stefan Zweig', 'Ungeduld des Herzens', 1939, 45.00, 1, '2006-02-20', 'In German. Bermann-Fischer, Stockholm: printed in exile.');
INSERT INTO books VALUES (23, 5, 'Ödön von Horváth', 'Jugend ohne Gott', 1938, 68.00, 1, '2006-03-06', 'In German. Allert de Lange, Amsterdam, first edition. Paper covers, spine with a loss of 1 cm.');
INSERT INTO books VALUES (24, 5, 'Joseph Roth', 'Radetzkymarsch', 1932, 95.00, 0, '2006-03-06', 'In German. Kiepenheuer, Berlin, first edition in yellow cloth. Sold to the first who asked, sorry.');
INSERT INTO books VALUES (25, 5, 'Katharina Prato', 'Die Süddeutsche Küche', 1922, 26.50, 4, '2006-03-21', 'In German. The 70th edition with stains of at least four dishes; so it works.');
INSERT INTO books VALUES (26, 1, 'Jane Austen', 'Pride & Prejudice', 1922, 16.00, 3, '2006-03-21', 'With drawings by Hugh Thomson, "<i>Peacock</i>" binding in brown (the usual one is green). Small wormholes in the last pages, from a vegetarian worm.');

INSERT INTO customers VALUES (1, 'anna', 'd638d193eb29ac87c0950ab36b80e0e8', 'Anna Müller', 'Linzer Gasse 7', '5020 Salzburg');
INSERT INTO customers VALUES (2, 'bela', '5878c7d8da374efb469aad209afe322a', 'Béla Kovács', 'Fő utca 12', '9400 Sopron');

INSERT INTO orders VALUES (1, 1, '2006-02-03 10:12:44', 59.50, '', 'sent');
INSERT INTO orders VALUES (2, 2, '2006-02-27 21:03:09', 74.00, 'Please no newspaper around it, the last one was a Baedeker too.', 'sent');
INSERT INTO orders VALUES (3, 1, '2006-03-09 17:45:30', 1140.00, 'For the school: twelve sets.', 'new');

INSERT INTO order_lines VALUES (1, 1, 1, 14.50);
INSERT INTO order_lines VALUES (1, 22, 1, 45.00);
INSERT INTO order_lines VALUES (2, 20, 1, 74.00);
INSERT INTO order_lines VALUES (3, 24, 12, 95.00);

INSERT INTO news VALUES (1, 2005, 'opening', '2005-03-01', 'We are on the internet', 'After 79 years in the Bücherplatz we can now be read from everywhere.
The shop stays open, of course.');
INSERT INTO news VALUES (2, 2005, 'christmas', '2005-12-12', 'Christmas & post', 'What you order before the 16th arrives before the 24th. What you order later arrives before Easter.');
INSERT INTO news VALUES (3, 2006, 'spring', '2006-03-21', 'Spring catalogue', 'Our catalogue no. 112 is ready: 26 books, <all> described by hand.
With the coupon SPRING06 everything is 10% cheaper until the tulips are gone.');
INSERT INTO news VALUES (4, 2006, 'umzug', '2006-03-28', 'Der Keller wird trocken', 'The cellar is being dried. The travel books are in the kitchen, please ask.');

INSERT INTO links VALUES (1, 'Friends of the Salzburg library', 'http://library.example.org/friends.html', 0);
INSERT INTO links VALUES (2, 'Café Müller, where we have lunch', 'http://cafe.example.org/?table=4&lang=en', 0);
INSERT INTO links VALUES (3, 'League of booksellers', 'http://www.example.net/', 0);
