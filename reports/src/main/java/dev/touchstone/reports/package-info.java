/** Verdicts as text, Markdown, CSV, JSON, JUnit XML, Allure and HTML. */
@NullMarked
package dev.touchstone.reports;

import org.jspecify.annotations.NullMarked;
