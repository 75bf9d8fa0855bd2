/** What makes the generated stubs easier to use well. */
package io.rtpengine.client;
