import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Prints what a WebSocket sends, until it closes: java docs/Watch.java ws://… */
class Watch {
    public static void main(String[] arguments) {
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(URI.create(arguments[0]), new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                System.out.print(last ? text + "\n" : text);
                return WebSocket.Listener.super.onText(socket, text, last);
            }

            @Override
            public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                closed.complete(code);
                return null;
            }

            @Override
            public void onError(WebSocket socket, Throwable error) {
                closed.completeExceptionally(error);
            }
        }).join();
        System.exit(closed.join() == WebSocket.NORMAL_CLOSURE ? 0 : 1);
    }
}
